/** The data {@code csv}, a bundle of its own. */
@NullMarked
@Version("2.0.0")
package org.fascicle.data.csv;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
