/* A plug-in: code that a program can call, and data that it can read. */
int plugin_data = 42;

__attribute__((noinline)) int plugin_function(int number)
{
    return number + plugin_data;
}

__attribute__((noinline)) int plugin_crash(const int *pointer)
{
    return *pointer;
}
