/** The metric {@code mean_absolute_error}, a bundle of its own. */
@NullMarked
@Version("1.1.0")
package org.fascicle.metric.meanabsoluteerror;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
