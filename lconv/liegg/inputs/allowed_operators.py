"""The operators that a network read from a file may call: functions of tensors and numbers that reach nothing else.

None makes random numbers, but for dropout and its like, which networks contain: exported in evaluation they return their input.

A name allows all overloads of ``torch.ops.aten.NAME`` that return new tensors or, where it ends in an underscore, change
their first argument. What is missing here is refused, so a new operator of torch is refused until it is added.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from types import MappingProxyType
from typing import Any

import torch

_MAPS = """
abs acos acosh add addcdiv addcmul asin asinh atan atan2 atanh bitwise_and bitwise_not bitwise_or bitwise_xor ceil celu clamp
clamp_max clamp_min copysign cos cosh deg2rad div elu erf erfc erfinv exp exp2 expm1 fmod floor floor_divide frac gelu glu
hardshrink hardsigmoid hardswish hardtanh hypot leaky_relu lerp log log10 log1p log2 log_sigmoid logaddexp logical_and
logical_not logical_or logical_xor logit maximum minimum mish mul nan_to_num neg pow prelu rad2deg reciprocal relu relu6
remainder round rrelu rsqrt rsub selu sgn sigmoid sign silu sin sinc sinh softplus softshrink special_erf special_expit
special_log1p sqrt square sub tan tanh threshold trunc true_divide where xlogy eq ge gt isclose isfinite isinf isnan le lt ne
"""
_IN_PLACE = """
add_ clamp_ clamp_max_ clamp_min_ div_ elu_ exp_ hardsigmoid_ hardswish_ hardtanh_ leaky_relu_ masked_fill_ mish_ mul_ relu_
relu6_ selu_ sigmoid_ silu_ sub_ tanh_ threshold_ dropout_ feature_dropout_ copy_ fill_ zero_ index_put_
"""
_SUMS = """
all amax amin any argmax argmin argsort cummax cummin cumprod cumsum frobenius_norm linalg_norm linalg_vector_norm log_softmax
logcumsumexp logsumexp max mean median min norm prod softmax sort std std_mean sum topk var var_mean nansum nanmean
count_nonzero cosine_similarity pairwise_distance cdist _cdist_forward _softmax _log_softmax _safe_softmax
"""
_PRODUCTS = """
addbmm addmm addmv baddbmm bilinear bmm chain_matmul cross dot einsum inner kron linalg_cholesky linalg_cross linalg_det
linalg_eigh linalg_eigvalsh linalg_inv linalg_matrix_exp linalg_multi_dot linalg_qr linalg_slogdet linalg_solve linalg_svd
linalg_svdvals linalg_vecdot linear matmul matrix_exp mm mv outer tensordot trace vdot _linalg_det _linalg_slogdet
_linalg_solve_ex linalg_inv_ex
"""
_LAYERS = """
adaptive_avg_pool1d adaptive_avg_pool2d adaptive_avg_pool3d adaptive_max_pool1d adaptive_max_pool2d alpha_dropout avg_pool1d
avg_pool2d avg_pool3d batch_norm channel_shuffle conv1d conv2d conv3d conv_transpose1d conv_transpose2d conv_transpose3d
convolution dropout embedding feature_dropout fft_fft fft_fft2 fft_fftn fft_fftshift fft_ifft fft_ifft2 fft_ifftn fft_ifftshift
fft_irfft fft_irfft2 fft_irfftn fft_rfft fft_rfft2 fft_rfftn grid_sampler grid_sampler_2d affine_grid_generator group_norm gru
gru_cell im2col col2im instance_norm layer_norm lstm lstm_cell max_pool1d max_pool2d max_pool3d max_pool2d_with_indices
native_batch_norm native_group_norm native_layer_norm _native_batch_norm_legit_no_training _adaptive_avg_pool2d pixel_shuffle
pixel_unshuffle reflection_pad1d reflection_pad2d replication_pad1d replication_pad2d constant_pad_nd pad rms_norm rnn_relu
rnn_relu_cell rnn_tanh rnn_tanh_cell scaled_dot_product_attention _scaled_dot_product_flash_attention_for_cpu upsample_bicubic2d
upsample_bilinear2d upsample_linear1d upsample_nearest1d upsample_nearest2d upsample_trilinear3d one_hot
"""
_SHAPES = """
alias arange broadcast_tensors broadcast_to cat chunk clone column_stack concat contiguous detach diag diag_embed diagonal
dstack expand expand_as eye flatten flip fliplr flipud full full_like gather hstack imag index index_add index_put index_select
linspace masked_fill meshgrid movedim moveaxis mT narrow new_full new_ones new_zeros numpy_T ones ones_like permute polar real
repeat repeat_interleave reshape reshape_as resolve_conj resolve_neg roll rot90 scalar_tensor scatter scatter_add scatter_reduce
select select_scatter slice slice_scatter split split_with_sizes squeeze stack swapaxes swapdims t take take_along_dim
tensor_split tile to transpose tril triu type_as unbind unflatten unfold unsqueeze view view_as view_as_complex view_as_real
vstack zeros zeros_like complex conj _conj lift_fresh_copy lift_fresh _to_copy _unsafe_view _unsafe_index item
_local_scalar_dense sym_size sym_numel is_nonzero dim numel cartesian_prod block_diag
"""
_CHECKS = "_assert_async _assert_scalar _assert_tensor_metadata sym_constrain_range sym_constrain_range_for_size"

ATEN = frozenset(" ".join((_MAPS, _IN_PLACE, _SUMS, _PRODUCTS, _LAYERS, _SHAPES, _CHECKS)).split())

NUMBERS: MappingProxyType[str, Callable[..., Any]] = MappingProxyType(
    {
        **{f"_operator.{f.__name__}": f for f in (operator.add, operator.sub, operator.mul, operator.truediv, operator.neg)},
        **{f"_operator.{f.__name__}": f for f in (operator.floordiv, operator.mod, operator.and_, operator.or_)},
        **{f"_operator.{f.__name__}": f for f in (operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge)},
        "_operator.getitem": operator.getitem,
        **{f"math.{f.__name__}": f for f in (math.ceil, math.floor, math.trunc, math.sqrt)},
        "torch.sym_max": max,
        "torch.sym_min": min,
        "torch.sym_float": float,
        "torch.sym_int": int,
        "torch.sym_not": operator.not_,
    }
)
"""Arithmetic of sizes, which are plain numbers here."""


def operator_of(target: str) -> Callable[..., Any] | None:
    """The function that a target of an exported graph names, or None where the name is not allowed.

    Examples:
        >>> operator_of("torch.ops.aten.tanh.default") is torch.ops.aten.tanh.default
        True
        >>> operator_of("torch.ops.aten.from_file.default"), operator_of("os.system")
        (None, None)
    """
    if target in NUMBERS:
        return NUMBERS[target]
    parts = target.split(".")
    if len(parts) != 5 or parts[:3] != ["torch", "ops", "aten"] or parts[3] not in ATEN:
        return None
    try:
        packet = getattr(torch.ops.aten, parts[3])
    except AttributeError:  # an operator that this version of torch does not have
        return None
    return getattr(packet, parts[4]) if parts[4] in packet.overloads() and "out" not in parts[4] else None
