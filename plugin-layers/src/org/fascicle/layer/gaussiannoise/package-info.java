/** The layer {@code gaussian_noise}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.layer.gaussiannoise;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
