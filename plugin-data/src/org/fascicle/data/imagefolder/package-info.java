/** The data {@code image_folder}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.data.imagefolder;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
