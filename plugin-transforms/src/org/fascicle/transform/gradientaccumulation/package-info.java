/** The update transform {@code gradient_accumulation}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.transform.gradientaccumulation;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
