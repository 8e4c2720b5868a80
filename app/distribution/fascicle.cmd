@echo off
rem Fascicle's command line on Windows. JAVA_HOME picks the Java (17 or later), FASCICLE_JVM_OPTS adds flags to it.
setlocal
for %%I in ("%~dp0..") do set "installation=%%~fI"
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
"%java%" %FASCICLE_JVM_OPTS% -cp "%installation%\lib\launcher.jar;%installation%\lib\framework.jar" org.fascicle.launcher.Main "%installation%" %*
