/** Devices whose driver speaks OpenCL, whoever made it. */
@NullMarked
package org.fascicle.backend.gpu.opencl;

import org.jspecify.annotations.NullMarked;
