/** The metric {@code recall}, a bundle of its own. */
@NullMarked
@Version("1.1.0")
package org.fascicle.metric.recall;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
