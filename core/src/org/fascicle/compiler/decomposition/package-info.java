/** What a backend has no kernel for, in terms of what it has kernels for. */
@NullMarked
@Version("0.1.0")
package org.fascicle.compiler.decomposition;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
