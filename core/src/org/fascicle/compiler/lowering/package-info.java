/** From expressions to a graph for a backend, and the scalars that the host computes for it. */
@NullMarked
@Version("0.1.0")
package org.fascicle.compiler.lowering;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
