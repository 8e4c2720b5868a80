/** The update transform {@code sharpness_aware}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.transform.sharpnessaware;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
