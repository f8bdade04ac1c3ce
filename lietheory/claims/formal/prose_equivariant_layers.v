From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

(* If each layer is equivariant, F_l(u_(l-1) h) = u_l F_l(h), then so is the network of two, and so of any number. *)
Theorem equivariant_layers_compose (A B C : Type) (u : A -> A) (v : B -> B) (w : C -> C) (F1 : A -> B) (F2 : B -> C) :
  (forall h, F1 (u h) = v (F1 h)) -> (forall h, F2 (v h) = w (F2 h)) -> forall h, F2 (F1 (u h)) = w (F2 (F1 h)).
Proof. by move=> first second h; rewrite first second. Qed.

Theorem equivariant_layers_iterate (A : Type) (u : A -> A) (layers : seq (A -> A)) h :
  (forall k h, nth id layers k (u h) = u (nth id layers k h)) ->
  foldl (fun x F => F x) (u h) layers = u (foldl (fun x F => F x) h layers).
Proof.
elim: layers h => [//|F layers IH] h equivariant /=; have /= -> := equivariant 0%N h; rewrite IH // => k x.
exact: (equivariant k.+1).
Qed.

(* The converse is false: W_2 W_1 = I is equivariant under every u, and W_1 need not be. *)
Theorem equivariant_network_without_equivariant_layers (F : fieldType) :
  exists W1 W2 u : 'M[F]_2, W2 *m W1 = 1%:M /\ ~ commute W1 u.
Proof.
pose E : 'M[F]_2 := delta_mx 0 1; exists (1%:M + E), (1%:M - E), (delta_mx 1 0).
have E2 : E *m E = 0 by rewrite /E mul_delta_mx_0.
split; first by expand; rewrite E2; additive.
rewrite /commute; expand => /addrI; rewrite !mul_delta_mx => /matrixP /(_ 0 0).
by rewrite !mxE /= => /eqP; rewrite oner_eq0.
Qed.
