/** The contract of data sources. */
@Version("0.2.0")
package org.fascicle.api.data;

import org.osgi.annotation.versioning.Version;
