From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* Part of the claim: the bound of a product of factors in a ring with a submultiplicative norm. The exponential enters by *)
(* its hypotheses: exp(- X_a) and 1 - X_a have norms at most E_a = e^|X_a| and differ by at most |X_a|^2 E_a / 2. *)
Section Factors.
Variables (F : realFieldType) (A : ringType) (norm : A -> F) (I : Type).
Hypothesis norm_ge0 : forall x, 0 <= norm x.
Hypothesis norm_add : forall x y, norm (x + y) <= norm x + norm y.
Hypothesis norm_mul : forall x y, norm (x * y) <= norm x * norm y.
Hypothesis norm_one : norm 1 <= 1.
Hypothesis norm_zero : norm 0 = 0.

Variables (exponential X : I -> A) (size E : I -> F).
Hypothesis E_ge1 : forall a, 1 <= E a.
Hypothesis exponential_bound : forall a, norm (exponential a) <= E a.
Hypothesis layer_bound : forall a, norm (1 - X a) <= E a.
Hypothesis step : forall a, norm (exponential a - (1 - X a)) <= 2%:R^-1 * size a ^+ 2 * E a.

Lemma E_ge0 a : 0 <= E a.
Proof. exact: le_trans ler01 (E_ge1 a). Qed.

Lemma product_bound s : norm (\prod_(a <- s) (1 - X a)) <= \prod_(a <- s) E a.
Proof.
elim: s => [|a s IH]; first by rewrite !big_nil.
by rewrite !big_cons; apply: le_trans (norm_mul _ _) _; apply: ler_pmul.
Qed.

(* The layers compose to the product of exponentials up to sum_a |X_a|^2 e^(sum_a |X_a|) / 2. *)
Theorem composed_layers s :
  norm (\prod_(a <- s) exponential a - \prod_(a <- s) (1 - X a)) <=
  2%:R^-1 * (\sum_(a <- s) size a ^+ 2) * \prod_(a <- s) E a.
Proof.
elim: s => [|a s IH]; first by rewrite !big_nil subrr norm_zero mulr0 mul0r.
rewrite !big_cons; set p := \prod_(_ <- _) exponential _; set q := \prod_(_ <- _) (1 - X _); set e := \prod_(_ <- _) E _.
have -> : exponential a * p - (1 - X a) * q = exponential a * (p - q) + (exponential a - (1 - X a)) * q.
  move: (1 - X a) => y; rewrite mulrBr mulrBl.
  by move: (exponential a * p) (exponential a * q) (y * q) => x1 x2 x3; additive.
apply: le_trans (norm_add _ _) _.
have -> : 2%:R^-1 * (size a ^+ 2 + \sum_(b <- s) size b ^+ 2) * (E a * e) =
    E a * (2%:R^-1 * (\sum_(b <- s) size b ^+ 2) * e) + 2%:R^-1 * size a ^+ 2 * E a * e.
  rewrite mulrDr mulrDl addrC; congr (_ + _); last by rewrite !mulrA.
  by rewrite mulrCA.
apply: ler_add.
  by apply: le_trans (norm_mul _ _) _; apply: ler_pmul.
apply: le_trans (norm_mul _ _) _; apply: ler_pmul => //; exact: product_bound.
Qed.
End Factors.

(* In l equal steps of size x / l the bound is x^2 / (2 l) times the bound of the whole. *)
Theorem equal_steps (F : realFieldType) (x : F) l :
  2%:R^-1 * (\sum_(a < l.+1) (x / l.+1%:R) ^+ 2) = x ^+ 2 / (2%:R * l.+1%:R).
Proof.
rewrite sumr_const card_ord -[_ *+ l.+1]mulr_natr expr_div_n; have : l.+1%:R != 0 :> F by rewrite pnatr_eq0.
move: (l.+1%:R) => n n_nonzero; have e : n^-1 * n^-1 * n = n^-1 by rewrite mulfVK.
rewrite [n ^+ 2]expr2 [(n * n)^-1]invfM -[x ^+ 2 * _ * n]mulrA e.
by rewrite [(2%:R * n)^-1]invfM mulrCA.
Qed.

(* The hypotheses hold together: X = 0 and exp(0) = 1 in any field with its absolute value. *)
Theorem factors_instance (F : realFieldType) :
  [/\ forall x y : F, `|x + y| <= `|x| + `|y|, forall x y : F, `|x * y| <= `|x| * `|y|,
    `|1 : F| <= 1, `|1 - 0 : F| <= 1 & `|1 - (1 - 0) : F| <= 2%:R^-1 * 0 ^+ 2 * 1].
Proof.
split=> [x y|x y|||]; rewrite ?ler_norm_add ?normrM // ?normr1 ?subr0 ?subrr ?normr0 ?normr1 //.
by rewrite expr0n mulr0 mul0r.
Qed.
