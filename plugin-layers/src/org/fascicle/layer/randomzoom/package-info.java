/** The layer {@code random_zoom}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.layer.randomzoom;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
