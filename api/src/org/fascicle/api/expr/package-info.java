/** Expressions: tensors still to be computed, and the closed table of primitives they are made of. */
@Version("0.2.0")
package org.fascicle.api.expr;

import org.osgi.annotation.versioning.Version;
