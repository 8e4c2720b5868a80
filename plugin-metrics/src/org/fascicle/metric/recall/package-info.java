/** The metric {@code recall}, a bundle of its own. */
@NullMarked
@Version("2.0.0")
package org.fascicle.metric.recall;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
