/** What a library of matrix products offers to the backend {@code jit}. */
@NullMarked
@Version("0.2.0")
package org.fascicle.backend.jit.gemm;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
