From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section UnitMatrices.
Variables (R : comRingType) (d : nat).
Local Notation E alpha beta := (delta_mx alpha beta : 'M[R]_d).

(* Every matrix is the sum of its entries times the unit matrices, M = sum_(alpha, beta) M_alpha^beta E_(alpha, beta), *)
Theorem unit_matrices_span (M : 'M[R]_d) : M = \sum_alpha \sum_beta M alpha beta *: E alpha beta.
Proof. exact: matrix_sum_delta. Qed.

(* in one way only, so that they are a basis of gl(d), *)
Theorem unit_matrices_independent (a : 'I_d -> 'I_d -> R) :
  \sum_alpha \sum_beta a alpha beta *: E alpha beta = 0 -> forall alpha beta, a alpha beta = 0.
Proof.
have -> : \sum_alpha \sum_beta a alpha beta *: E alpha beta = \matrix_(alpha, beta) a alpha beta.
  rewrite [RHS]matrix_sum_delta; apply: eq_bigr => alpha _; apply: eq_bigr => beta _.
  by rewrite mxE.
by move/matrixP => zero alpha beta; have := zero alpha beta; rewrite !mxE.
Qed.

(* and [E_(alpha, beta), E_(kappa, lambda)] = delta_(beta, kappa) E_(alpha, lambda) - delta_(lambda, alpha) E_(kappa, beta). *)
Theorem unit_matrices_bracket alpha beta kappa lambda :
  bracket (E alpha beta) (E kappa lambda) =
  (beta == kappa)%:R *: E alpha lambda - (lambda == alpha)%:R *: E kappa beta.
Proof.
have product i j k l : E i j *m E k l = (j == k)%:R *: E i l.
  case: (altP (j =P k)) => [->|ne]; first by rewrite mul_delta_mx scale1r.
  by rewrite mul_delta_mx_0 // scale0r.
by rewrite /bracket !product.
Qed.
End UnitMatrices.
