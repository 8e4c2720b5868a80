/** oneDNN as a library of matrix products for the backend jit. */
package org.fascicle.gemm.onednn;
