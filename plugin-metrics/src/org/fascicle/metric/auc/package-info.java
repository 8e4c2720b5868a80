/** The metric {@code auc}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.metric.auc;

import org.osgi.annotation.versioning.Version;
