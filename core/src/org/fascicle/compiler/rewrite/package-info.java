/** Rewriting of expressions before differentiation and lowering: composites, stability, simplification, precision. */
@NullMarked
@Version("0.1.0")
package org.fascicle.compiler.rewrite;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
