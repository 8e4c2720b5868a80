/** The contract of layers. */
@Version("0.2.0")
package org.fascicle.api.layer;

import org.osgi.annotation.versioning.Version;
