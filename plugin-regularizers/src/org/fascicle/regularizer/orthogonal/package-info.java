/** The regularizer {@code orthogonal}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.regularizer.orthogonal;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
