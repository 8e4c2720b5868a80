/** Renders a schedule as kernels, in words that CUDA C++ and OpenCL C both define. */
@NullMarked
package org.fascicle.backend.gpu.kernel;

import org.jspecify.annotations.NullMarked;
