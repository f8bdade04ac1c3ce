From mathcomp Require Import all_ssreflect all_algebra.
From LieTheory Require Import common.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

(* A row of the evidence is vec(grad^T x^T); times vec(h) it is grad . h x, so that the null space of E is the criterion *)
(* at the points. *)
Theorem evidence_row (R : comRingType) n (grad : 'rV[R]_n) (x : 'cV[R]_n) (h : 'M[R]_n) :
  mxvec (grad^T *m x^T) *m (mxvec h)^T = grad *m h *m x.
Proof. by rewrite mxvec_dotmul trmxK. Qed.

Section QuadraticForm.
Variables (F : numFieldType) (n : nat) (B : 'M[F]_n).

(* A quadratic form vanishes at every x if and only if its matrix is skew. *)
Lemma vanishing_form (K : 'M[F]_n) : (forall x : 'cV_n, x^T *m K *m x = 0) <-> skew K.
Proof.
split=> [zero|K_skew x]; last first.
  have e : (x^T *m K *m x)^T = x^T *m K^T *m x by rewrite !trmx_mul trmxK mulmxA.
  have scalar : (x^T *m K *m x)^T = x^T *m K *m x by apply/matrixP => i j; rewrite mxE !ord1.
  move: e; rewrite scalar K_skew mulmxN mulNmx => /eqP; rewrite -addr_eq0 => /eqP double.
  apply/matrixP => i j; move/matrixP: double => /(_ i j); rewrite !mxE -mulr2n => /eqP.
  by rewrite -mulr_natr mulf_eq0 Num.Theory.pnatr_eq0 orbF => /eqP.
have entry i j : (delta_mx i 0 : 'cV[F]_n)^T *m K *m (delta_mx j 0 : 'cV_n) = (K i j)%:M.
  by rewrite trmx_delta -rowE -colE; apply/matrixP => k l; rewrite !mxE !ord1 eqxx mulr1n.
apply/matrixP => j i; rewrite !mxE; pose e k := delta_mx k 0 : 'cV[F]_n; have := zero (e i + e j).
have -> : (e i + e j)^T = (e i)^T + (e j)^T by apply/matrixP => k l; rewrite !mxE.
rewrite !(mulmxDl, mulmxDr) !zero add0r addr0 !entry => /matrixP /(_ 0 0).
by rewrite !mxE eqxx !mulr1n => /eqP; rewrite addrC addr_eq0 => /eqP.
Qed.

Hypothesis form : symmetric B.

(* The slope of x^T B x along h x is x^T (B + B^T) h x; it vanishes at every x if and only if B h is skew. *)
Theorem form_symmetries h : (forall x : 'cV_n, x^T *m (B + B^T) *m h *m x = 0) <-> skew (B *m h).
Proof.
rewrite -vanishing_form; have slope x : x^T *m (B + B^T) *m h *m x = (x^T *m (B *m h) *m x) *+ 2.
  by rewrite form mulmxDr !mulmxDl mulr2n !mulmxA.
split=> zero x; last by rewrite slope zero mul0rn.
apply/matrixP => i j; have /matrixP /(_ i j) := zero x; rewrite slope mulmxnE !mxE => /eqP.
by rewrite -mulr_natr mulf_eq0 Num.Theory.pnatr_eq0 orbF => /eqP.
Qed.

(* For an invertible form the symmetries are h = B^-1 K with K skew, *)
Theorem form_symmetries_parametrised h :
  B \in unitmx -> (forall x : 'cV_n, x^T *m (B + B^T) *m h *m x = 0) <-> exists2 K, skew K & h = invmx B *m K.
Proof.
move=> unit_B; rewrite form_symmetries; split=> [skew_Bh|[K skew_K ->]]; last by rewrite mulKVmx.
by exists (B *m h); rewrite ?mulKmx.
Qed.
End QuadraticForm.

(* and for an invertible skew pairing x^T J y of two copies they are h = J^-1 S with S symmetric. *)
Theorem pairing_symmetries (R : comUnitRingType) n (J h : 'M[R]_n) :
  J \in unitmx -> skew J ->
  (forall x y : 'cV_n, (h *m x)^T *m J *m y + x^T *m J *m (h *m y) = 0) <-> exists2 S, symmetric S & h = invmx J *m S.
Proof.
move=> unit_J skew_J; have slope (x y : 'cV_n) :
    (h *m x)^T *m J *m y + x^T *m J *m (h *m y) = x^T *m (h^T *m J + J *m h) *m y.
  by rewrite trmx_mul mulmxDr mulmxDl !mulmxA.
have symmetric_Jh : h^T *m J + J *m h = J *m h - (J *m h)^T by rewrite trmx_mul skew_J mulmxN opprK addrC.
split=> [zero|[S S_sym h_eq] x y]; last by rewrite slope symmetric_Jh h_eq mulKVmx // S_sym subrr mulmx0 mul0mx.
exists (J *m h); rewrite ?mulKmx //; apply/eqP; rewrite eq_sym -subr_eq0 -symmetric_Jh; apply/eqP/matrixP => i j.
have /matrixP /(_ 0 0) := zero (delta_mx i 0) (delta_mx j 0).
by rewrite slope trmx_delta -rowE -colE !mxE => ->.
Qed.
