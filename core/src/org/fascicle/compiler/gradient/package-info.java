/** Differentiation: the gradient of a number by variables and inputs, as expressions. */
@NullMarked
@Version("0.1.0")
package org.fascicle.compiler.gradient;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
