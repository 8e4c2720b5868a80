/** A command of Karaf's shell that uses Fascicle. */
package com.example.karaf;
