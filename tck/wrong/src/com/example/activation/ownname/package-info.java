/** It has a name as Fascicle's own have. */
@Version("1.0.0")
package com.example.activation.ownname;

import org.osgi.annotation.versioning.Version;
