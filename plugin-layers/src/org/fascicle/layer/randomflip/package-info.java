/** The layer {@code random_flip}, a bundle of its own. */
@NullMarked
@Version("2.0.0")
package org.fascicle.layer.randomflip;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
