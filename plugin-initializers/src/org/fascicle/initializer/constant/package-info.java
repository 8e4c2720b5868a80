/** The initializer {@code constant}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.initializer.constant;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
