/** Expressions: tensors still to be computed, and the closed table of primitives they are made of. */
@NullMarked
@Version("1.0.0")
package org.fascicle.api.expr;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
