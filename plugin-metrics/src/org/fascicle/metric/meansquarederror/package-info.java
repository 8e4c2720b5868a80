/** The metric {@code mean_squared_error}, a bundle of its own. */
@NullMarked
@Version("1.1.0")
package org.fascicle.metric.meansquarederror;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
