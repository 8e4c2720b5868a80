/** The update transform {@code weight_average}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.transform.weightaverage;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
