/** The constraint {@code non_neg}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.constraint.nonneg;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
