/** The update transform {@code clip_by_norm}, a bundle of its own. */
@NullMarked
@Version("1.1.0")
package org.fascicle.transform.clipbynorm;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
