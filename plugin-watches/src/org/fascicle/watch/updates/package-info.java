/** The watch {@code updates}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.watch.updates;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
