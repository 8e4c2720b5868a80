/** From expressions to a graph for a backend, and the scalars that the host computes for it. */
@Version("0.1.0")
package org.fascicle.compiler.lowering;

import org.osgi.annotation.versioning.Version;
