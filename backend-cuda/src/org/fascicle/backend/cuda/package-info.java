/** The kernels of a graph as CUDA C++. Provisional: it grows into a backend. */
@NullMarked
@Version("0.1.0")
package org.fascicle.backend.cuda;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
