/** The loss {@code categorical_crossentropy}, a bundle of its own. */
@NullMarked
@Version("2.0.0")
package org.fascicle.loss.categoricalcrossentropy;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
