/** The initializer {@code orthogonal}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.initializer.orthogonal;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
