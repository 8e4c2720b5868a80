/** The metric {@code auc}, a bundle of its own. */
@NullMarked
@Version("1.2.0")
package org.fascicle.metric.auc;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
