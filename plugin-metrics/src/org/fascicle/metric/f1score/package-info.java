/** The metric {@code f1_score}, a bundle of its own. */
@NullMarked
@Version("1.1.0")
package org.fascicle.metric.f1score;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
