/** The layer {@code random_contrast}, a bundle of its own. */
@NullMarked
@Version("2.0.0")
package org.fascicle.layer.randomcontrast;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
