/** oneDNN as a library of matrix products for the backend jit. */
@NullMarked
package org.fascicle.gemm.onednn;

import org.jspecify.annotations.NullMarked;
