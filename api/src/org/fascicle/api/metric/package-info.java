/** The contract of metrics. */
@Version("0.2.0")
package org.fascicle.api.metric;

import org.osgi.annotation.versioning.Version;
