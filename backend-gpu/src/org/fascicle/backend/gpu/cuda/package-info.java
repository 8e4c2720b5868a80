/** Devices by NVIDIA's driver, with kernels by NVRTC. Both are the user's own. */
@NullMarked
package org.fascicle.backend.gpu.cuda;

import org.jspecify.annotations.NullMarked;
