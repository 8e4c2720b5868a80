/** The layer {@code random_translation}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.layer.randomtranslation;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
