/** The watch {@code update_size}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.watch.updatesize;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
