"""One linear regression, three answers: LieGG, the closed form and a trained L-conv."""
