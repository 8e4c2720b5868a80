/** The watch {@code output_spread}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.watch.outputspread;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
