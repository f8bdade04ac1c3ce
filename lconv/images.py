"""Images (B, C, H, W) as features (B, H*W, C), row-major, and back."""

from __future__ import annotations

from torch import Tensor

from lietheory.errors import ShapeError, shown


def images_to_features(images: Tensor) -> Tensor:
    """x[b, i W + j, c] = images[b, c, i, j]: the pixels of an image, row after row, become the space.

    Args:
        images: (batch, channel, height, width).

    Returns:
        Features (batch, height * width, channel): a view where the memory allows it.

    Raises:
        ShapeError: not four axes.

    Examples:
        >>> import torch
        >>> images_to_features(torch.zeros(8, 3, 5, 7)).shape
        torch.Size([8, 35, 3])
    """
    if not isinstance(images, Tensor) or images.ndim != 4:
        raise ShapeError(
            "images_to_features(images)",
            "images (batch, channel, height, width)",
            f"shape {tuple(images.shape)}" if isinstance(images, Tensor) else shown(images),
            "Add the missing axis: images[None] for one image, images[:, None] for one channel.",
        )
    return images.flatten(2).transpose(1, 2)


def features_to_images(features: Tensor, height: int, width: int) -> Tensor:
    """images[b, c, i, j] = x[b, i W + j, c]: the inverse of :func:`images_to_features`.

    Args:
        features: (batch, height * width, channel).
        height: rows of the image.
        width: columns of the image.

    Returns:
        Images (batch, channel, height, width).

    Raises:
        ShapeError: not three axes, or a space that is not height * width.

    Examples:
        >>> import torch
        >>> x = torch.arange(12.0).view(1, 6, 2)
        >>> torch.equal(images_to_features(features_to_images(x, 2, 3)), x)
        True
    """
    call = f"features_to_images(features, {shown(height)}, {shown(width)})"
    if not all(isinstance(size, int) and size > 0 for size in (height, width)):
        raise ShapeError(
            call,
            "height and width as positive whole numbers",
            f"{shown(height)} and {shown(width)}",
            "Give the sizes of the images.",
        )
    if not isinstance(features, Tensor) or features.ndim != 3 or features.shape[1] != height * width:
        raise ShapeError(
            call,
            f"features (batch, {height * width}, channel)",
            f"shape {tuple(features.shape)}" if isinstance(features, Tensor) else shown(features),
            "The space of the features must have height * width points.",
        )
    return features.transpose(1, 2).unflatten(2, (height, width))
