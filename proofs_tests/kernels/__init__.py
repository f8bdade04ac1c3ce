"""The numerical tests under kernels of OpenBLAS and of torch that this machine would not choose by itself."""
