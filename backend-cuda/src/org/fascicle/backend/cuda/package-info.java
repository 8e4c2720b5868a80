/** The kernels of a graph as CUDA C++. Provisional: it grows into a backend. */
@Version("0.1.0")
package org.fascicle.backend.cuda;

import org.osgi.annotation.versioning.Version;
