/* A shared object whose destructor calls the program that unloads it. */
void victim_callback(void);

__attribute__((destructor)) static void destructor(void)
{
    victim_callback();
    __asm__ volatile("" ::: "memory");
}
